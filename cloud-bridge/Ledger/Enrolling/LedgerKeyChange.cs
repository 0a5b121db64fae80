using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Gives the ledger another key: terminals are told by the one before, or by the site's root where that one is lost or
/// stolen. After a power cut it is as before, or goes on when the ledger is opened next.
/// </summary>
internal sealed class LedgerKeyChange(LedgerFolder folder, TimeProvider time)
{
    /// <summary>Changes the key.</summary>
    /// <param name="root">The private half of the site's root; null: the key before signs.</param>
    /// <param name="note">Why.</param>
    /// <param name="key">The new one.</param>
    /// <returns>Why not; null: it is done.</returns>
    public string? Run(Es256Signer? root, string note, out KeyId key)
    {
        key = default;
        if (TreasurerAct.FlawOfNew(note) is { } flaw || (flaw = WhyNotRoot(root)) is not null)
            return flaw;
        if (root is null && !folder.Keys.IsThere)
            return "the ledger's key is lost: only the root can name another one. Give --root FILE";
        if (folder.WhyNotSettled() is { } why)
            return why;
        using var changing = folder.ChangingKey();
        using (var left = folder.Keys.ReadNext())
            if (left is not null && folder.Store.Read(books => books.LedgerKeys.Current) == left.KeyId)
                return "another change was booked meanwhile, and broke off: run this again, which finishes it first";
        using var next = folder.Keys.MakeNext();
        key = next.KeyId;
        var former = folder.Keys.IsThere ? folder.PublicKey : folder.Keys.ReadLost()! with { Site = folder.Site };
        if (folder.Store.Change(draft => Book(draft, former, next, root ?? folder.Signer, note)) is { } refused)
            return refused;
        folder.SettleKey(next);
        return null;
    }

    private string? Book(LedgerDraft draft, JsonWebKey former, Es256Signer next, Es256Signer by, string note)
    {
        using var before = PublicKey.Read(former).OrThrow();
        var now = time.GetUtcNow();
        var statement = new LedgerKeyStatement(
            folder.Site,
            Addressee.Terminals,
            draft.Books.LedgerKeys.Number + 1,
            before.KeyId,
            next.PublicKey.ToJsonWebKey() with { Site = folder.Site },
            now.ToUnixTimeMilliseconds());
        // The new key vouches for the one before: what stands earlier in the log is checked with that one.
        var changed = new LedgerEntry.LedgerKeyChanged(
            Encoding.ASCII.GetString(SignedMessage.Sign(statement, by).Compact.Span),
            former,
            TreasurerAct.Sign(
                folder.Site, next, now, LedgerEntry.LedgerKeyChanged.Decision(statement), note));
        if (EntryFlaws.Of(changed, draft.Books) is { } flaw)
            return flaw;
        draft.Add(changed);
        return null;
    }

    private string? WhyNotRoot(Es256Signer? root)
    {
        if (root is null)
            return null;
        if (folder.Trust.Root is not { } jwk)
            return "the site has no root: ledger root create";
        using var known = PublicKey.Read(jwk).OrThrow();
        return known.KeyId == root.KeyId ? null : $"--root is key {root.KeyId}; the site's root is {known.KeyId}";
    }
}
