package polyclinic.commons.testing.papers;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** A signature as read by a verifier that shares no code with the signer. */
public record SignedPdf(
        String subFilter,
        boolean coversWholeFile,
        boolean isIntact,
        boolean bindsCertificate,
        boolean hasSigningTime,
        X509Certificate signer) {

    public boolean isValid() {
        return subFilter.equals("ETSI.CAdES.detached")
                && coversWholeFile
                && isIntact
                && bindsCertificate
                && !hasSigningTime;
    }

    public static SignedPdf read(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<PDSignature> signatures = document.getSignatureDictionaries();
            if (signatures.size() != 1) throw new IllegalArgumentException(signatures.size() + " signatures");
            PDSignature signature = signatures.get(0);
            int[] range = signature.getByteRange();
            boolean whole = range[0] == 0 && (long) range[2] + range[3] == pdf.length;
            CMSSignedData cms = new CMSSignedData(
                    new CMSProcessableByteArray(signature.getSignedContent(pdf)), signature.getContents(pdf));
            SignerInformation signer =
                    cms.getSignerInfos().getSigners().iterator().next();
            @SuppressWarnings("unchecked")
            Collection<X509CertificateHolder> found = cms.getCertificates().getMatches(signer.getSID());
            X509CertificateHolder holder = found.iterator().next();
            AttributeTable attributes = signer.getSignedAttributes();
            return new SignedPdf(
                    signature.getSubFilter(),
                    whole,
                    verify(signer, holder),
                    binds(attributes, holder),
                    attributes.get(CMSAttributes.signingTime) != null,
                    new JcaX509CertificateConverter().getCertificate(holder));
        } catch (IOException | CMSException | GeneralSecurityException e) {
            throw new IllegalArgumentException("no signed PDF", e);
        }
    }

    private static boolean verify(SignerInformation signer, X509CertificateHolder holder)
            throws GeneralSecurityException, CMSException {
        try {
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder));
        } catch (CMSSignerDigestMismatchException tampered) {
            return false;
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static boolean binds(AttributeTable attributes, X509CertificateHolder holder)
            throws IOException, GeneralSecurityException {
        var attribute = attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (attribute == null) return false;
        byte[] bound = SigningCertificateV2.getInstance(attribute.getAttributeValues()[0])
                .getCerts()[0]
                .getCertHash();
        return MessageDigest.isEqual(bound, MessageDigest.getInstance("SHA-256").digest(holder.getEncoded()));
    }
}
