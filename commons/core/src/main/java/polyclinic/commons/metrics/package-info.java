/** What every service measures alike, and how: so that rules and dashboards hold for all of them. */
@NullMarked
package polyclinic.commons.metrics;

import org.jspecify.annotations.NullMarked;
