/** What the documentation promises in its tables, for tests that hold it against what runs. */
@NullMarked
package polyclinic.commons.documentation;

import org.jspecify.annotations.NullMarked;
