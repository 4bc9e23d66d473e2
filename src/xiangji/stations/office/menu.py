"""The entry of the sidebar below which the desks of stations stand."""

from xiangji.core.office.desk import Menu

STATIONS = Menu("站点", icon="shop", order=40)
