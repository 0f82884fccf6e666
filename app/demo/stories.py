"""What has happened in the demo's co-ops, told through the product's own actions."""

from app.demo.loading import Loading


def tell(loading: Loading) -> None:
    """Tell every story; one that was told already is left as it is."""
    loading.say("  their stories")
