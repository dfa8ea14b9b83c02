/** Prometheus over the running stack. Read {@link polyclinic.local.observation.Prometheus} first. */
@NullMarked
package polyclinic.local.observation;

import org.jspecify.annotations.NullMarked;
