/** Fills the running stack with an invented clinic: patients with names of many scripts, doctors, and years of appointments. */
@NullMarked
package polyclinic.clients.seed;

import org.jspecify.annotations.NullMarked;
