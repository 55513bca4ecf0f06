"""What a coordinator does next: whom nobody reaches, and whom to introduce to whom."""
