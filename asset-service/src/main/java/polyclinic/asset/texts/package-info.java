/** The text of documents: taken out once, in the background, by a process of its own. */
@NullMarked
package polyclinic.asset.texts;

import org.jspecify.annotations.NullMarked;
