/** What was taken out of a document, and how far that has come. */
@NullMarked
package polyclinic.asset.extracts;

import org.jspecify.annotations.NullMarked;
