"""Programme's desks."""

from xiangji.programme.office import project_papers, projects

__all__ = ["project_papers", "projects"]
