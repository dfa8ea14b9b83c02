/** What a service measures, held against the documentation. */
@NullMarked
package polyclinic.commons.testing.metrics;

import org.jspecify.annotations.NullMarked;
