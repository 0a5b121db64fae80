using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger reconcile settle</c>: takes money out of suspense.</summary>
internal static class SettleCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var uid = CardArgument.Of("uid", "The card whose money waits in suspense.");
        var amount = new Argument<long>("amount")
        {
            Description = "Minor units: above zero what the wallet gets, below zero what it gives.",
        };
        var asset = new Option<string>("--asset")
        {
            Description = "Of what.",
            HelpName = "ASSET",
            DefaultValueFactory = _ => "TLF",
        };
        var wallet = new Option<string?>("--wallet")
        {
            Description = "Whose money it is; without it, the wallet of the card.",
            HelpName = "WALLET",
        };
        var note = LedgerCommand.Note();
        var command = new Command(
            "settle",
            "Moves money between a card's suspense and a wallet, by a signed act: no more than waits there. Works " +
            "beside a running ledger.")
        {
            state, uid, amount, asset, wallet, note,
        }.WithExamples(
            "ledger reconcile settle 04E141125B3C80 350 --state /var/lib/ledger --note \"the card is ours\"",
            "ledger reconcile settle 04E141125B3C80 --state /var/lib/ledger --asset FED --note \"his\" -- -350");
        command.SetAction(parsed => LedgerCommand.Run(() => Settle(
            parsed.GetValue(state)!,
            parsed.GetValue(uid)!,
            (parsed.GetValue(amount), parsed.GetValue(asset)!),
            parsed.GetValue(wallet),
            parsed.GetValue(note)!)));
        return command;
    }

    private static int Settle(string state, string text, (long Amount, string Asset) sum, string? name, string note)
    {
        if (CardArgument.Read(text, out var uid) is { } wrong)
            return LedgerCommand.Fail(wrong, ExitCode.Usage);
        if (!AssetId.TryParse(sum.Asset, out var asset) || sum.Amount is < -Money.Limit or > Money.Limit)
            return LedgerCommand.Fail($"'{sum.Amount} {sum.Asset}' is no amount.", ExitCode.Usage);
        WalletId? wallet = null;
        if (name is not null)
        {
            if (!WalletId.TryParse(name, out var named))
                return LedgerCommand.Fail($"--wallet '{name}' is none.", ExitCode.Usage);
            wallet = named;
        }
        using var folder = LedgerFolder.Open(state);
        var card = folder.SiteKey.Token(uid);
        if (folder.Treasury.SettleSuspense(card, asset, new Money(sum.Amount), wallet, note) is { } flaw)
            return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{uid}: {sum.Amount} {asset} settled");
        return ExitCode.Good;
    }
}
