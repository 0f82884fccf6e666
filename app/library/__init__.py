"""The library: what the hub publishes; co-ops follow a version and add words of their own."""
