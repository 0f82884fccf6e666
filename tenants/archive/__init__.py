"""One co-op in one file: the sealed envelope, the parts inside it, and what each part must be.

``tenants.export`` writes it, ``tenants.restore`` reads it; neither knows anything of care or pay.
"""
