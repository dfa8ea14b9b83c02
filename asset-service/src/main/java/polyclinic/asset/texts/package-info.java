/** The text of documents: taken out of each once, in the background, by a process of its own. */
@NullMarked
package polyclinic.asset.texts;

import org.jspecify.annotations.NullMarked;
