#pragma once

#include <QKeySequence>
#include <QPushButton>
#include <QToolButton>

// Buttons as all pages have them: named for screen readers, with a tooltip that tells the shortcut.
// Thread: GUI.
namespace parley::ui {

//! The dynamic property of a button that changes something at the broker: true on primary and
//! danger buttons and those that add or remove. The window hides these where it only reads.
inline constexpr char kChanges[] = "changes";

QPushButton *primaryButton(const QString &text, QWidget *parent); // one per form
QPushButton *dangerButton(const QString &text, QWidget *parent);
QPushButton *linkButton(const QString &text, QWidget *parent);

//! \param what tells what it does; becomes the tooltip and the accessible name.
QToolButton *iconButton(const QString &iconName, const QString &what, QWidget *parent,
                        const QKeySequence &shortcut = {});

} // namespace parley::ui
