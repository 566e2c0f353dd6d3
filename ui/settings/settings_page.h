#pragma once

#include "ui/common/page.h"
#include "ui/common/theme.h"

class QComboBox;
class QFormLayout;
class QLabel;

namespace parley::ui {

// What the program is and knows, for people.
struct SettingsFacts {
    QString version{};
    QString dataDirectory{};
    QString secretPlace{}; // where secrets are kept, a sentence
};

// A key and what it does, for the list of shortcuts.
struct ShortcutFact {
    QString keys{};
    QString what{};
};

// Appearance, where the broker is, shortcuts, about. Thread: GUI.
class SettingsPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsPage)

public:
    SettingsPage(const PageContext &context, const SettingsFacts &facts,
                 const QList<ShortcutFact> &shortcuts, QWidget *parent);

    void setSecretPlace(const QString &place); // a sentence
    void setTheme(ThemeChoice choice); // shows it; does not apply it
    bool hasData() const override { return true; }
    void refresh() override;

Q_SIGNALS:
    void themeChosen(parley::ui::ThemeChoice choice);

private:
    QWidget *makeAppearance();
    QWidget *makeBroker(const SettingsFacts &facts);
    QWidget *makeShortcuts(const QList<ShortcutFact> &shortcuts);
    QWidget *makeAbout(const SettingsFacts &facts);

    PageContext m_context;
    QComboBox *m_theme = nullptr;
    QLabel *m_address = nullptr;
    QLabel *m_port = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_secretPlace = nullptr;
};

} // namespace parley::ui
