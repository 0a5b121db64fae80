namespace Tests.Demo;

/// <summary>
/// Counts what guests were told. A tap that is interrupted and the answer that its guest gets later are one tap.
/// </summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> approvals = [];

    public int Approved { get; private set; }

    public int Refused { get; private set; }

    public int Taps => Approved + Refused;

    public void Add(string who, Answer answer)
    {
        switch (answer)
        {
            case Answer.Approved or Answer.Earlier:
                Approved++;
                approvals[who] = ApprovalsOf(who) + 1;
                break;
            case Answer.Refused:
                Refused++;
                break;
        }
    }

    /// <summary>How often somebody was told yes.</summary>
    public int ApprovalsOf(string who) => approvals.GetValueOrDefault(who);
}
