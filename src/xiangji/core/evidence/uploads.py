"""Cuts off a request that is longer than anything we take, before it fills the disk."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

LONGEST_REQUEST = 200_000_000


class NotEndless(FileUploadHandler):
    """First of the upload handlers. Nine photos of 20 MB fit; the single limits are the actions' own."""

    taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self.taken += len(raw_data)
        if self.taken > LONGEST_REQUEST:
            raise RequestDataTooBig(f"more than {LONGEST_REQUEST} bytes of files")
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:  # noqa: ARG002 - Django's signature
        """The file is the next handler's."""
        return None
