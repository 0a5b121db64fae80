namespace CloudBridge.Contract;

internal sealed class AssetIdConverter() : TextConverter<AssetId>(AssetId.Expected)
{
    protected override bool TryParse(string text, out AssetId value) => AssetId.TryParse(text, out value);
}

internal sealed class AssetCategoryConverter() : TextConverter<AssetCategory>("one of " + AssetCategories.AllCodes)
{
    protected override string ToText(AssetCategory value) => value.Code();

    protected override bool TryParse(string text, out AssetCategory value) => AssetCategories.TryParse(text, out value);
}

internal sealed class CardTokenConverter() : TextConverter<CardToken>("32 lower-case hexadecimal digits")
{
    protected override bool TryParse(string text, out CardToken value) => CardToken.TryParse(text, out value);
}

internal sealed class WalletIdConverter() : TextConverter<WalletId>("32 lower-case hexadecimal digits")
{
    protected override bool TryParse(string text, out WalletId value) => WalletId.TryParse(text, out value);
}

internal sealed class SiteIdConverter() : TextConverter<SiteId>(Name.Expected)
{
    protected override bool TryParse(string text, out SiteId value) => SiteId.TryParse(text, out value);
}

internal sealed class TerminalIdConverter() : TextConverter<TerminalId>(Name.Expected)
{
    protected override bool TryParse(string text, out TerminalId value) => TerminalId.TryParse(text, out value);
}

internal sealed class ArticleIdConverter() : TextConverter<ArticleId>(Name.Expected)
{
    protected override bool TryParse(string text, out ArticleId value) => ArticleId.TryParse(text, out value);
}

internal sealed class AddresseeConverter() : TextConverter<Addressee>(Addressee.Expected)
{
    protected override bool TryParse(string text, out Addressee value) => Addressee.TryParse(text, out value);
}

internal sealed class DigestConverter() : TextConverter<Digest>("43 digits of canonical base64url")
{
    protected override bool TryParse(string text, out Digest value) => Digest.TryParse(text, out value);
}

internal sealed class KeyIdConverter() : TextConverter<KeyId>("43 digits of canonical base64url")
{
    protected override bool TryParse(string text, out KeyId value) => KeyId.TryParse(text, out value);
}

internal sealed class NonceConverter() : TextConverter<Nonce>("32 lower-case hexadecimal digits")
{
    protected override bool TryParse(string text, out Nonce value) => Nonce.TryParse(text, out value);
}
