using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>What arrives in the loop's inbox.</summary>
internal abstract record LoopInput
{
    private LoopInput()
    {
    }

    /// <summary>A guest has laid a card, or several, on the reader.</summary>
    public bool IsTap => this is Reader
    {
        Event: ReaderEvent.CardArrived or ReaderEvent.CardLeftEarly or ReaderEvent.SeveralCards,
    };

    /// <summary>Something for the core, as it is.</summary>
    public sealed record Core(Input Input) : LoopInput;

    /// <summary>A card reader has something to say.</summary>
    public sealed record Reader(ReaderEvent Event) : LoopInput;

    /// <summary>A key was pressed.</summary>
    public sealed record Key(string Name) : LoopInput;

    /// <summary>The display shows an answer.</summary>
    public sealed record Shown(GuestScreen Screen) : LoopInput;

    /// <summary>The relay has something to say.</summary>
    public sealed record News(RelayNews Told) : LoopInput;

    /// <summary>There is a new configuration: it comes into force between two guests.</summary>
    public sealed record Reconfigured(HostConfiguration Configuration, TaskCompletionSource InForce) : LoopInput;
}
