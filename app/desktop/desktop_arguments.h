#pragma once

#include <QStringList>

#include "app/desktop/desktop_program.h"

namespace parley::app {

struct DesktopArguments {
    DesktopOptions options{};
    bool newInstance = false; // do not hand over to a running window
};

//! Whether a window can be shown: without a display Qt would end the process with a long message.
bool hasDisplay(int argc, char **argv);

//! Reads the command line; ends the process on --help, --version and unknown options.
//! \param pictureData data directory for --screenshots when none is named.
DesktopArguments desktopArguments(const QStringList &arguments, const QString &pictureData);

} // namespace parley::app
