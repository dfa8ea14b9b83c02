/** What every kind of record that can come from elsewhere has in common. */
@NullMarked
package polyclinic.commons.testing.provenance;

import org.jspecify.annotations.NullMarked;
