#pragma once

#include <QWidget>

#include "server/client/token_request.h"

class QCheckBox;
class QComboBox;

namespace parley::ui {

// What a token that is being written may administer: nothing, area by area, or everything.
// Thread: GUI.
class AdminAreasEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AdminAreasEditor)

public:
    explicit AdminAreasEditor(QWidget *parent);

    bool isEverything() const;
    AdminScope areas() const;

Q_SIGNALS:
    void changed();

private:
    QWidget *makeAreas();

    QCheckBox *m_everything = nullptr;
    std::array<QComboBox *, kAdminAreas.size()> m_areas{};
};

} // namespace parley::ui
