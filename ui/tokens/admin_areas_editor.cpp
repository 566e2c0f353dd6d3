#include "ui/tokens/admin_areas_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/models/token_text.h"

namespace parley::ui {

AdminAreasEditor::AdminAreasEditor(QWidget *parent) : QWidget(parent)
{
    m_everything = new QCheckBox(tr("everything: administer this broker"), this);
    auto *fold = linkButton(tr("▸ Parts of administration"), this);
    fold->setCheckable(true);
    fold->setAccessibleName(tr("Parts of administration"));
    auto *areas = makeAreas();
    areas->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_everything);
    layout->addWidget(fold, 0, Qt::AlignLeft);
    layout->addWidget(areas);
    connect(fold, &QPushButton::toggled, areas, [fold, areas](bool open) {
        fold->setText(open ? tr("▾ Parts of administration") : tr("▸ Parts of administration"));
        areas->setVisible(open);
    });
    connect(m_everything, &QCheckBox::toggled, this, [this, areas, fold](bool all) {
        areas->setDisabled(all);
        fold->setDisabled(all);
        Q_EMIT changed();
    });
}

QWidget *AdminAreasEditor::makeAreas()
{
    auto *widget = new QWidget(this);
    auto *form = new QFormLayout(widget);
    form->setContentsMargins(12, 0, 0, 0);
    for (std::size_t i = 0; i < kAdminAreas.size(); ++i) {
        m_areas[i] = new QComboBox(widget);
        m_areas[i]->addItems({tr("nothing"), tr("look"), tr("look and change")});
        m_areas[i]->setAccessibleName(areaName(kAdminAreas[i]));
        form->addRow(areaName(kAdminAreas[i]), m_areas[i]);
        connect(m_areas[i], &QComboBox::currentIndexChanged, this, &AdminAreasEditor::changed);
    }
    return widget;
}

bool AdminAreasEditor::isEverything() const
{
    return m_everything->isChecked();
}

AdminScope AdminAreasEditor::areas() const
{
    AdminScope areas;
    for (std::size_t i = 0; i < kAdminAreas.size() && !isEverything(); ++i)
        areas.set(kAdminAreas[i], static_cast<AdminAccess>(m_areas[i]->currentIndex()));
    return areas;
}

} // namespace parley::ui
