/** Ways past the form: links that carry their own proof, and bytes that go between a client and S3 directly. */
@NullMarked
package polyclinic.asset.transfers;

import org.jspecify.annotations.NullMarked;
