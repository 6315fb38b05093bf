package dev.routeswitcher.engine.switching;

/** How far what is wanted of rules and tables was asked for. */
enum TableUpkeep {
  /** What is wanted changed since: the next change has a reason of our own. */
  DUE,
  /** A part of it was, and the rest follows at once. */
  UNDER_WAY,
  /** All of it was: what is missing since was undone by another program. */
  ASKED
}
