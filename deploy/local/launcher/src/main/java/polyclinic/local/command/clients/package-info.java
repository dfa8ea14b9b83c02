/** Commands that use the running stack as its clients do. */
@NullMarked
package polyclinic.local.command.clients;

import org.jspecify.annotations.NullMarked;
