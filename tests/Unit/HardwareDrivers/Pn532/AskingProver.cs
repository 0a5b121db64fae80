using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>Asks a card what a test wants to know.</summary>
internal sealed class AskingProver(Func<ICardChannel, CancellationToken, CardProof> ask) : ICardProver
{
    public int Asked { get; private set; }

    public CardProof Prove(ICardChannel card, CancellationToken cancellation)
    {
        Asked++;
        return ask(card, cancellation);
    }
}
