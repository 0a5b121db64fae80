using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// What a ledger says of itself to anybody. Nothing vouches for it but the words that an operator compares
/// (<see cref="EnrolmentWords"/>).
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="LedgerKey">The ledger's public key.</param>
public sealed record SiteIntroduction(SiteId Site, JsonWebKey LedgerKey)
{
    /// <summary>Its JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Default.SiteIntroduction);

    /// <summary>Reads one; members of later builds are skipped.</summary>
    public static Reading<SiteIntroduction> Read(ReadOnlySpan<byte> json) =>
        StrictJson.Read(json, ContractJson.Lenient<SiteIntroduction>());
}
