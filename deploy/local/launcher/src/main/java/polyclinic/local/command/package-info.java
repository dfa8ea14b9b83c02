/** The command line of {@code ./polyclinic}. Read {@link polyclinic.local.command.Main} first; each command is a class of its own. */
@NullMarked
package polyclinic.local.command;

import org.jspecify.annotations.NullMarked;
