/** The command that makes keys. */
@NullMarked
package polyclinic.local.command.keys;

import org.jspecify.annotations.NullMarked;
