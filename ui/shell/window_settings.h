#pragma once

#include <memory>

#include <QString>

#include "ui/common/theme.h"

class QSettings;
class QWidget;

namespace parley::ui {

// What the window remembers: an INI file, never a secret. With an empty path nothing is kept.
// Thread: GUI.
class WindowSettings
{
public:
    static constexpr int kVersion = 1; // of the file; a file of another version is not read

    explicit WindowSettings(const QString &file);
    ~WindowSettings();

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    QString personName() const; // in chat; the login name unless one was chosen
    void setPersonName(const QString &name);
    void restoreGeometry(QWidget &window) const;
    void saveGeometry(const QWidget &window);

private:
    std::unique_ptr<QSettings> m_file; // null: nothing is kept
};

} // namespace parley::ui
