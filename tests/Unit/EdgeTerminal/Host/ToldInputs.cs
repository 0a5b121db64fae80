using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Remembers what devices tell the loop: keys, and what is for the core.</summary>
internal sealed class ToldInputs : IInbox
{
    private readonly EventLog<Input> told = new();
    private readonly EventLog<string> pressed = new();

    public IReadOnlyList<Input> Seen => told.Seen;

    public IReadOnlyList<string> Pressed => pressed.Seen;

    public bool Offer(LoopInput input)
    {
        if (input is LoopInput.Key key)
            pressed.Add(key.Name);
        else
            told.Add(Assert.IsType<LoopInput.Core>(input).Input);
        return true;
    }

    public void Post(LoopInput input) => Offer(input);
}
