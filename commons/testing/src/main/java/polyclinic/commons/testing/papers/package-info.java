/** What stands on signed papers, read by code that shares nothing with what made them. */
@NullMarked
package polyclinic.commons.testing.papers;

import org.jspecify.annotations.NullMarked;
