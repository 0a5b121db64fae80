using System.Globalization;
using HardwareDrivers.Simulated;

namespace HardwareDrivers.Emulator;

/// <summary>One run: the emulator, the link to it, and the cards that lie on it.</summary>
internal sealed class EmulatorSession : IDisposable
{
    private readonly Pn532Emulator emulator;
    private readonly DeviceLink link;
    private readonly EventLines events;
    private readonly FaultCommands faults;

    // A card that was taken keeps what it remembers: counters, keys, what was written to it.
    private readonly Dictionary<CardUid, EmulatedCard> known = [];
    private readonly Dictionary<EmulatedCard, CardUid> names = [];
    private readonly string path;
    private readonly int baud;

    /// <exception cref="IOException">No pseudo-terminal, or no link to it.</exception>
    public EmulatorSession(string path, int baud, TextWriter output)
    {
        this.path = path;
        this.baud = baud;
        events = new EventLines(output);
        emulator = new Pn532Emulator(baud, new ChipTimings());
        faults = new FaultCommands(emulator, events);
        try
        {
            link = DeviceLink.Create(path, emulator.DevicePath);
        }
        catch
        {
            emulator.Dispose();
            throw;
        }
    }

    /// <summary>Lays down the first cards and says that the reader is there.</summary>
    public void Begin(IEnumerable<CardUid> first)
    {
        events.Ready(path, emulator.DevicePath, baud);
        foreach (var uid in first)
            Put([new CardOrder(null, uid)]);
    }

    /// <summary>Does what the lines say, until <c>quit</c> or the cancellation.</summary>
    public async Task FollowAsync(TextReader input, CancellationToken cancellation)
    {
        try
        {
            // A read from standard input cannot be cancelled; it is left behind when the process ends.
            while (await input.ReadLineAsync(cancellation).AsTask().WaitAsync(cancellation) is { } line)
                if (!Obey(line))
                    return;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // A signal: the ordinary end of a program in the background.
        }
    }

    public void Dispose()
    {
        link.Dispose();
        emulator.Dispose();
    }

    /// <returns>False when the program is to end.</returns>
    private bool Obey(string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            case []:
                return true;
            case ["quit"]:
                return false;
            case ["put", .. var words]:
                if (CardOrder.ParseSeveral(words, out var problem) is { } orders)
                    Put(orders);
                else
                    events.Error(problem);
                return true;
            case ["swap", var count, .. var words] when CommandsOf(count) is { } commands:
                if (CardOrder.Parse(words, out var wrong) is { } other)
                    events.Swap(emulator.Swap(commands, Made(other)), other.Uid);
                else
                    events.Error(wrong);
                return true;
            case ["snatch", var count] when CommandsOf(count) is { } commands:
                events.Plain(emulator.Swap(commands, other: null), "snatch");
                return true;
            case ["take", var text] when CardUid.Parse(text) is { } uid:
                Take(uid);
                return true;
            case ["take"]:
                TakeAll();
                return true;
            case var words when faults.Obey(words):
                return true;
            default:
                events.Error(
                    "expected put, take, take UID, swap N, snatch N, " +
                    $"{FaultCommands.Expected} or quit, with {CardUid.Expected}");
                return true;
        }
    }

    /// <summary>Lays down all of them in one moment, or none.</summary>
    private void Put(IReadOnlyList<CardOrder> orders)
    {
        if (orders.FirstOrDefault(order => Lying(order.Uid) is not null) is { } there)
        {
            events.Error($"card {there.Uid.Hex} is there already");
            return;
        }
        var moment = emulator.Put([.. orders.Select(Made)]);
        foreach (var order in orders)
            events.Put(moment, order.Uid);
    }

    private EmulatedCard Made(CardOrder order)
    {
        var uid = order.Uid;
        var card = order.Kind is null && known.TryGetValue(uid, out var old) ? old : order.Make();
        (known[uid], names[card]) = (card, uid);
        return card;
    }

    private EmulatedCard? Lying(CardUid uid) => emulator.Cards.FirstOrDefault(card => names[card] == uid);

    private void Take(CardUid uid)
    {
        if (Lying(uid) is { } card)
            events.Take(emulator.Take(card), uid);
        else
            events.Error($"card {uid.Hex} is not there");
    }

    private void TakeAll()
    {
        var there = emulator.Cards;
        if (there.Count == 0)
            events.Error("no card is there");
        // Nor is one to be swapped in any more.
        var moment = emulator.TakeAll();
        foreach (var card in there)
            events.Take(moment, names[card]);
    }

    private static int? CommandsOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}
