/** What has to hold when the faults are over. */
@NullMarked
package polyclinic.clients.chaos.checks;

import org.jspecify.annotations.NullMarked;
