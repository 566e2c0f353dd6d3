#pragma once

#include <QList>

#include "ui/settings/settings_page.h"
#include "ui/shell/command_palette.h"

namespace parley::ui {

class BrokerLink;
class Navigator;
class PageSet;

//! Pages and actions that are always there.
QList<Command> windowCommands(PageSet &pages, Navigator &navigator, bool readOnly);

//! Topics, webhooks and rooms of the broker; they come into \p palette as they are answered.
void addBrokerCommands(CommandPalette &palette, BrokerLink &link, Navigator &navigator);

//! Every shortcut of the window, for the list in Settings.
QList<ShortcutFact> windowShortcuts();

//! Shortcut of the page at place \p index of the rail: Ctrl+1 to Ctrl+9, then Ctrl+comma.
QKeySequence pageShortcut(int index);

} // namespace parley::ui
