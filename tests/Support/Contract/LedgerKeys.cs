using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Support;

/// <summary>Statements about a ledger's keys, good ones and others.</summary>
public static class LedgerKeys
{
    /// <summary>One line of the topic: a change from a key to another, signed by whoever is said.</summary>
    public static byte[] Line(long number, Es256Signer former, Es256Signer next, Es256Signer by, SiteId? site = null) =>
        LedgerKeyBatch.Write([Statement(number, former, next, by, site)]);

    /// <summary>The entry of a ledger's log for its first change.</summary>
    internal static LedgerEntry.LedgerKeyChanged Entry(Es256Signer former, Es256Signer next)
    {
        var statement = Statement(1, former, next, former);
        var said = LedgerKeyStatement.ReadUnverified(
            Jws.OpenUnverified(JwsType.LedgerKey, statement).OrThrow(), Site.Id).OrThrow();
        return new LedgerEntry.LedgerKeyChanged(
            Encoding.ASCII.GetString(statement.Span),
            former.PublicKey.ToJsonWebKey() with { Site = Site.Id },
            TreasurerAct.Sign(
                Site.Id, next, DateTimeOffset.UnixEpoch, LedgerEntry.LedgerKeyChanged.Decision(said), "yearly"));
    }

    /// <summary>The statement alone.</summary>
    public static ReadOnlyMemory<byte> Statement(
        long number, Es256Signer former, Es256Signer next, Es256Signer by, SiteId? site = null) =>
        SignedMessage.Sign(
            new LedgerKeyStatement(
                site ?? Site.Id,
                Addressee.Terminals,
                number,
                former.KeyId,
                next.PublicKey.ToJsonWebKey() with { Site = site ?? Site.Id },
                AtMilliseconds: 0),
            by).Compact;
}
