namespace CloudBridge.Contract;

internal sealed class AssetIdConverter() : TextConverter<AssetId>(AssetId.Expected, AssetId.TryParse);

internal sealed class AssetCategoryConverter()
    : TextConverter<AssetCategory>("one of " + AssetCategories.AllCodes, AssetCategories.TryParse)
{
    protected override string ToText(AssetCategory value) => value.Code();
}

internal sealed class CardTokenConverter() : TextConverter<CardToken>(Hex128.Expected, CardToken.TryParse);

internal sealed class WalletIdConverter() : TextConverter<WalletId>(Hex128.Expected, WalletId.TryParse);

internal sealed class SiteIdConverter() : TextConverter<SiteId>(Name.Expected, SiteId.TryParse);

internal sealed class TerminalIdConverter() : TextConverter<TerminalId>(Name.Expected, TerminalId.TryParse);

internal sealed class ArticleIdConverter() : TextConverter<ArticleId>(Name.Expected, ArticleId.TryParse);

internal sealed class LanguageTagConverter()
    : TextConverter<LanguageTag>(LanguageTag.Expected, LanguageTag.TryParse);

internal sealed class ZoneIdConverter() : TextConverter<ZoneId>(Name.Expected, ZoneId.TryParse);

internal sealed class AddresseeConverter() : TextConverter<Addressee>(Addressee.Expected, Addressee.TryParse);

internal sealed class DigestConverter() : TextConverter<Digest>("43 digits of canonical base64url", Digest.TryParse);

internal sealed class KeyIdConverter() : TextConverter<KeyId>("43 digits of canonical base64url", KeyId.TryParse);

internal sealed class NonceConverter() : TextConverter<Nonce>(Hex128.Expected, Nonce.TryParse);
