/** A program of another project. */
module org.example.uses {
  requires dev.routeswitcher.icmp;
}
