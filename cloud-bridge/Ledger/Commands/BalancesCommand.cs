using System.CommandLine;
using System.Text.Json;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger balances</c>: what each card has, by UID: only the ledger can say that.</summary>
internal static class BalancesCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var json = new Option<bool>("--json") { Description = "As a JSON array: uid, class, state, asset, amount." };
        var command = new Command(
            "balances", "Prints the balance of every card, by UID, in cents. Works beside a running ledger.")
        {
            state, json,
        }.WithExamples("ledger balances --state /var/lib/ledger", "ledger balances --state /var/lib/ledger --json");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            Print(Rows(folder), parsed.GetValue(json));
            return ExitCode.Good;
        }));
        return command;
    }

    private static BalanceRow[] Rows(LedgerFolder folder)
    {
        var rows = folder.Vault.Rows();
        return
        [
            .. from card in folder.Store.Read(books => books.Cards())
               let uid = rows.GetValueOrDefault(card.Card)?.Uid ?? $"forgotten {card.Card}"
               from balance in card.Balances
               orderby uid, balance.Asset
               select new BalanceRow(uid, card.Class, card.State, balance.Asset, balance.Amount),
        ];
    }

    private static string Lower(CardState state) => state == CardState.Blocked ? "blocked" : "ok";

    private static void Print(BalanceRow[] rows, bool asJson)
    {
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(rows, LedgerJson.Default.BalanceRowArray));
            return;
        }
        Console.Out.WriteLine($"{"uid",-20} {"state",-8} {"asset",-12} {"amount",12}");
        foreach (var row in rows)
            Console.Out.WriteLine(
                $"{row.Uid,-20} {Lower(row.State),-8} {row.Asset,-12} {row.Amount,12}");
    }
}
