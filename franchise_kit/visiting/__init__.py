"""How a hub person comes through a co-op's wall: by a service agreement or by a grant, and in no other way.

The co-op gives both and takes both back. What is never grantable is refused on either side of the wall.
"""
