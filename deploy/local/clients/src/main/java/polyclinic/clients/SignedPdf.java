package polyclinic.clients;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;

/**
 * A PDF's PAdES baseline B-B signature (ETSI EN 319 142-1), checked in full: that it covers every byte of the file but
 * itself, that the digest and the signature are right, that the certificate is the one bound into the signature (RFC 5035)
 * and was valid at the time of signing. Whether the signer is to be trusted is for the reader's list of authorities to say.
 *
 * @param signer the certificate's subject
 */
public record SignedPdf(String text, String signer, Date signedAt) {

    /** @throws Wrong when it is not signed, or not as it should be */
    public static SignedPdf verify(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            var signatures = document.getSignatureDictionaries();
            Wrong.unless(signatures.size() == 1, "the PDF has " + signatures.size() + " signatures, not one");
            PDSignature signature = signatures.get(0);
            Wrong.unlessEqual("SubFilter", "ETSI.CAdES.detached", signature.getSubFilter());
            requireWhole(pdf, signature);
            X509Certificate certificate = check(pdf, signature);
            Date signedAt = signature.getSignDate().getTime();
            certificate.checkValidity(signedAt);
            String text = new PDFTextStripper().getText(document);
            return new SignedPdf(text, certificate.getSubjectX500Principal().getName(), signedAt);
        } catch (CertificateException e) {
            throw new Wrong("the certificate was not valid when the PDF was signed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Wrong("not a PDF that can be read: " + e.getMessage(), e);
        }
    }

    /** Two ranges, from the first byte to the last, and between them nothing but the signature's own hex string. */
    private static void requireWhole(byte[] pdf, PDSignature signature) {
        int[] range = signature.getByteRange();
        Wrong.unless(range.length == 4, "the signature's byte range has " + range.length + " numbers");
        boolean whole = range[0] == 0
                && range[1] > 0
                && range[2] > range[1]
                && range[3] >= 0
                && (long) range[2] + range[3] == pdf.length;
        Wrong.unless(whole, "the signature does not cover the whole file: " + Arrays.toString(range));
        boolean hex = pdf[range[1]] == '<' && pdf[range[2] - 1] == '>';
        for (int i = range[1] + 1; hex && i < range[2] - 1; i++) hex = Character.digit(pdf[i], 16) >= 0;
        Wrong.unless(hex, "there is more than the signature between the signed ranges");
    }

    private static X509Certificate check(byte[] pdf, PDSignature signature) throws IOException {
        try {
            CMSSignedData cms = new CMSSignedData(
                    new CMSProcessableByteArray(signature.getSignedContent(pdf)), signature.getContents(pdf));
            Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
            Wrong.unless(signers.size() == 1, "the CMS has " + signers.size() + " signers, not one");
            SignerInformation signer = signers.iterator().next();
            @SuppressWarnings("unchecked")
            Selector<X509CertificateHolder> its = signer.getSID();
            Collection<X509CertificateHolder> found = cms.getCertificates().getMatches(its);
            Wrong.unless(found.size() == 1, "the signer's certificate is not in the CMS");
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(found.iterator().next());
            requireBound(signer, certificate);
            boolean right = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
            Wrong.unless(right, "the signature does not match the file");
            return certificate;
        } catch (CMSException | OperatorCreationException | GeneralSecurityException e) {
            throw new Wrong("the signature cannot be verified: " + e.getMessage(), e);
        }
    }

    /** The attribute signing-certificate-v2 names this very certificate. */
    private static void requireBound(SignerInformation signer, X509Certificate certificate)
            throws GeneralSecurityException {
        Attribute bound = signer.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        Wrong.unless(bound != null, "the signing certificate is not bound into the signature");
        byte[] named = SigningCertificateV2.getInstance(bound.getAttributeValues()[0])
                .getCerts()[0]
                .getCertHash();
        byte[] real = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        Wrong.unless(Arrays.equals(named, real), "the signature names another certificate");
    }
}
