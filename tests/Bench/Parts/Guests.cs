using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Bench;

/// <summary>Cards of a festival: NTAG21x, with money enough to be approved.</summary>
internal static class Guests
{
    public static string Uid(int number) => "04" + number.ToString("X12", CultureInfo.InvariantCulture);

    /// <summary>What a reader tells of a card.</summary>
    public static CardIdentity Identity(int number) => new(Convert.FromHexString(Uid(number)), 0x0044, 0x00);

    /// <summary>The card's row in a list: a gift that is spent first, and euros.</summary>
    public static CardEntry Entry(int number) => Kiosks.Card(Uid(number), "TNF 200, TLF 5000000");

    /// <summary>A beer.</summary>
    public static Fact.Sale Beer(int number) => JournalWriter.Beer(Uid(number));

    /// <summary>Saves a list of so many cards, as if it had come from the ledger.</summary>
    public static ListVersion SaveList(CardListStore store, Site site, int cards) =>
        site.SaveList(store, [.. Enumerable.Range(0, cards).Select(Entry)]);
}
