using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>
/// A station's keys, each device on a thread of its own. One that is lost is opened again each second: a fault
/// meanwhile, which forbids nothing that needs no key.
/// </summary>
internal sealed class Keypads : IDisposable
{
    private readonly IInbox loop;
    private readonly List<DeviceThread> threads = [];

    // Guards what follows, and what is said of it: in the order in which it happened.
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, string> troubles = [];

    /// <param name="keypads">The devices, each with the key of the configuration that speaks of it.</param>
    /// <param name="loop">Told of keys and faults.</param>
    /// <param name="time">For its patience.</param>
    public Keypads(IEnumerable<(string Name, IKeypad Keypad)> keypads, IInbox loop, TimeProvider time)
    {
        this.loop = loop;
        foreach (var (name, keypad) in keypads)
            threads.Add(DeviceThread.Follow(
                name,
                stop => keypad.Run(
                    () => SetTrouble(name, null), key => loop.Offer(new LoopInput.Key(key)), stop),
                why => SetTrouble(name, why),
                time));
    }

    /// <summary>What a configuration names.</summary>
    /// <param name="configuration">Which lines.</param>
    /// <param name="front">The simulated panel, which has keys; null: none.</param>
    /// <param name="board">Has the lines.</param>
    /// <param name="time">Between two looks at a keypad.</param>
    public static IEnumerable<(string Name, IKeypad Keypad)> Of(
        HostConfiguration configuration, IKeypad? front, IBoard board, TimeProvider time)
    {
        ILineChip Open() => board.OpenLines(configuration.Hardware.LineChip);
        var keys = configuration.Keys;
        if (front is not null)
            yield return ("panel", front);
        if (keys.Keypad is { } wiring)
            yield return ("keys.keypad", new MatrixKeypad(wiring, Open, time));
        if (keys.Knob is { } knob)
        {
            yield return (
                "keys.knob", new RotaryKnob((knob.LineA, knob.LineB), (KeyNames.Next, KeyNames.Previous), Open));
            if (knob.LinePress is { } line)
                yield return ("keys.knob.linePress", new PushButton(line, KeyNames.Ok, Open));
        }
        foreach (var (index, button) in keys.Buttons.Index())
            yield return ($"keys.buttons.{index}", new PushButton(button.Line, button.Key, Open));
    }

    public void Dispose()
    {
        foreach (var thread in threads)
            thread.Dispose();
    }

    private void SetTrouble(string name, string? detail)
    {
        lock (gate)
        {
            var was = troubles.Count > 0;
            if (detail is null)
                troubles.Remove(name);
            else
                troubles[name] = $"{name}: {detail}";
            if (troubles.Count > 0 != was)
                loop.Post(new LoopInput.Core(was
                    ? new Input.FaultEnded(Fault.KeypadLost)
                    : new Input.FaultBegan(Fault.KeypadLost, string.Join("; ", troubles.Values))));
        }
    }
}
