/** What a release says of its images: the list of digests, what each is made of, and the signature. */
@NullMarked
package polyclinic.images.release;

import org.jspecify.annotations.NullMarked;
