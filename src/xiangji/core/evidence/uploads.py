"""Cuts off a request that is longer than anything we take, before it fills the disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LONGEST_REQUEST = 200_000_000


class NotEndless(FileUploadHandler):
    """First of the upload handlers. Nine photos of 20 MB fit; the single limits are the actions' own."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        if content_length > LONGEST_REQUEST:
            raise RequestDataTooBig(f"a request of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the next handler."""
