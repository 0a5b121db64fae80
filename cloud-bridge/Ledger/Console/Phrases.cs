namespace CloudBridge.Ledger;

/// <summary>All that the console says by itself.</summary>
internal static partial class Phrases
{
    // Around every page

    public static readonly Phrase Console = new("Ledger of {0}", "Registre de {0}");
    public static readonly Phrase SkipTo = new("To the content", "Aller au contenu");
    public static readonly Phrase Pages = new("Pages", "Pages");
    public static readonly Phrase Languages = new("Languages", "Langues");
    public static readonly Phrase Overview = new("Overview", "Vue d’ensemble");
    public static readonly Phrase Terminals = new("Terminals", "Terminaux");
    public static readonly Phrase Cards = new("Cards", "Cartes");
    public static readonly Phrase Decisions = new("Decisions", "Décisions");
    public static readonly Phrase Hours = new("Hours", "Heures");
    public static readonly Phrase Acts = new("Who did what", "Qui a fait quoi");
    public static readonly Phrase Accounts = new("Accounts", "Comptes");
    public static readonly Phrase LoggedInAs = new("{0} ({1})", "{0} ({1})");
    public static readonly Phrase LogOut = new("Log out", "Se déconnecter");
    public static readonly Phrase Done = new("Done.", "C’est fait.");
    public static readonly Phrase NotDone = new("Not done:", "Rien n’a été fait :");
    public static readonly Phrase NoSuchPage = new("There is no such page.", "Cette page n’existe pas.");
    public static readonly Phrase MayNot = new(
        "Your account may not do that: it needs the role {0}.",
        "Votre compte n’en a pas le droit : il faut le rôle {0}.");
    public static readonly Phrase FormIsOld = new(
        "This form is not of your session: load the page again.",
        "Ce formulaire n’est pas de votre session : rechargez la page.");
    public static readonly Phrase Nothing = new("None.", "Aucun.");
    public static readonly Phrase Note = new("Why (signed, and kept for ever)", "Pourquoi (signé, et conservé)");
    public static readonly Phrase KeptNote = new("Why (kept for ever)", "Pourquoi (conservé)");

    // Logging in

    public static readonly Phrase LogIn = new("Log in", "Se connecter");
    public static readonly Phrase Name = new("Name", "Nom");
    public static readonly Phrase Password = new("Password", "Mot de passe");
    public static readonly Phrase LogInRefused = new(
        "Name or password is wrong. After some wrong tries even the right ones count for nothing for a while, " +
        "15 minutes at most.",
        "Le nom ou le mot de passe est faux. Après quelques essais faux, même les bons ne comptent plus pendant un " +
        "moment, 15 minutes au plus.");
    public static readonly Phrase TooBusy = new(
        "Too many log in at once: try again.", "Trop de connexions à la fois : essayez encore.");
}
