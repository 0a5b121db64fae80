using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>What came of commands, as the ledger knows it.</summary>
internal static class CommandAnswers
{
    /// <summary>Waits until the ledger has booked what came of a command.</summary>
    /// <returns>What it prints of all of them.</returns>
    public static async Task<string> OfAsync(RunningSite site, long number)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await Eventually.TrueAsync(
            () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Select(FactOf).OfType<Fact.CommandDone>()
                .Any(done => done.Number == number),
            $"an answer to command {number}",
            cancellation);
        return await site.LedgerSaysAsync(["commands"], cancellation);
    }

    private static Fact FactOf(LedgerEntry.RecordBooked booked) => RecordLine.Read(
        Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(booked.Line)).OrThrow(), site: null).OrThrow().Fact;
}
